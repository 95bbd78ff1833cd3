/**
 * A small client of REST services for backends, registries, metric sources and steps.
 *
 * <p>{@link dev.retrain.http.RestClient} sends {@link dev.retrain.http.HttpCall}s under one
 * deadline each, repeats those that may be repeated, and turns whatever goes wrong into a {@link
 * dev.retrain.api.error.TransientFailure} or a {@link dev.retrain.api.error.PermanentFailure}.
 * {@link dev.retrain.http.Json} reads answers, {@link dev.retrain.http.Page} walks lists. No type
 * of a library stands in a public signature, and nothing here knows a service.
 */
@NullMarked
package dev.retrain.http;

import org.jspecify.annotations.NullMarked;
