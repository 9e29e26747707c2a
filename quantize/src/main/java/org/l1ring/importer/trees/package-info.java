/**
 * Reads boosted trees of other tools and puts their decisions on the grid of fixed-point inputs.
 */
package org.l1ring.importer.trees;
