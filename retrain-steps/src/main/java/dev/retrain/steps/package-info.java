/**
 * The standard steps and their main class: what runs inside a container or a child process. Files
 * in, files out; knows no backend and no network.
 */
@NullMarked
package dev.retrain.steps;

import org.jspecify.annotations.NullMarked;
