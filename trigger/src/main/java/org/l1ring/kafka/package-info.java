/** Apache Kafka: the settings of its clients, and a broker for trials. */
package org.l1ring.kafka;
