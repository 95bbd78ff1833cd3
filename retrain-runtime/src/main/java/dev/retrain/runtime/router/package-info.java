/**
 * The router an application embeds to serve models it loads itself. It splits calls and counts; it
 * knows nothing of phases, stores or decisions.
 */
@NullMarked
package dev.retrain.runtime.router;

import org.jspecify.annotations.NullMarked;
