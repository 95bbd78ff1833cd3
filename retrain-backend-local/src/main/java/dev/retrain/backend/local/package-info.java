/**
 * Runs pipelines on this machine: steps are child processes or Java functions, run state lies in
 * folders that any process can read, the gate and the registry work in process. No cloud, no HTTP.
 */
@NullMarked
package dev.retrain.backend.local;

import org.jspecify.annotations.NullMarked;
