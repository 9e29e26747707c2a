/** What a model costs and how far its values reach. */
package org.l1ring.inspect;
