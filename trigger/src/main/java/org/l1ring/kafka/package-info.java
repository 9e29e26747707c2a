/** Streams through Apache Kafka: sources, sinks, and groups of workers with one decider. */
package org.l1ring.kafka;
