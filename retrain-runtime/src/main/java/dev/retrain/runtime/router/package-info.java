/**
 * Router that an application embeds to serve models it loads itself. It splits calls and counts; it
 * contains no phases and no decisions.
 */
@NullMarked
package dev.retrain.runtime.router;

import org.jspecify.annotations.NullMarked;
