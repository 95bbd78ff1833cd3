/**
 * A backend for a job queue with an HTTP interface, as an example for authors of backends:
 * provider, settings, backend, translator, client. The backend {@code jobs} beside it, for an
 * asynchronous job service, shares the translator. Nothing else belongs here.
 */
@NullMarked
package dev.retrain.example.queue;

import org.jspecify.annotations.NullMarked;
