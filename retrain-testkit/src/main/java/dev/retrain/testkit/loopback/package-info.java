/**
 * Runs the steps of a service's definition as child processes of this machine, so that a fake
 * service really trains: what a step is ({@link dev.retrain.testkit.loopback.LoopbackStep}), where
 * its artifacts lie ({@link dev.retrain.testkit.loopback.ArtifactFolders}) and how it ended.
 * Independent of any particular service, and no place for production.
 */
@NullMarked
package dev.retrain.testkit.loopback;

import org.jspecify.annotations.NullMarked;
