/** Raw files of L1 scouting: blocks of muons, calorimeter objects and sums, orbit by orbit. */
package org.l1ring.scouting;
