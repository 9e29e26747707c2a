/** Firmware projects: designs, their figures and their files. */
package org.l1ring.project;
