/** Reports of firmware projects: text, JSON, a page and a drawing of the pipeline. */
package org.l1ring.firmware;
