/**
 * How parts are found on the class path: the one place that uses {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.retrain.api.provider;

import org.jspecify.annotations.NullMarked;
