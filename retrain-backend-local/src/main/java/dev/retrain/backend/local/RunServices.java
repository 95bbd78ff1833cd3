package dev.retrain.backend.local;

import dev.retrain.steps.folder.FolderRegistry;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * What all runs of a backend share.
 *
 * @param settings where and how
 * @param bindings what images are here
 * @param registry where models are registered
 * @param clock the one clock
 * @param threads daemon threads, as many as are used at once
 * @param permits one for each execution that may run at once
 */
record RunServices(
    LocalSettings settings,
    Bindings bindings,
    FolderRegistry registry,
    Clock clock,
    ExecutorService threads,
    Semaphore permits) {}
