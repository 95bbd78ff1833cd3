/** The root of the retrain model. */
@NullMarked
package dev.retrain.api;

import org.jspecify.annotations.NullMarked;
