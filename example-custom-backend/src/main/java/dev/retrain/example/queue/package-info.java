/**
 * A backend for a job queue with an HTTP interface, as an example for authors of backends:
 * provider, settings, backend, translator, client. Nothing else belongs here.
 */
@NullMarked
package dev.retrain.example.queue;

import org.jspecify.annotations.NullMarked;
