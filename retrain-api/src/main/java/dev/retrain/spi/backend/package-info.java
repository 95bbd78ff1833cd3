/**
 * Where pipelines run: translating, submitting, finding and watching runs, what a backend can do
 * and what it declares it cannot.
 */
@NullMarked
package dev.retrain.spi.backend;

import org.jspecify.annotations.NullMarked;
