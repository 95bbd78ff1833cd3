package dev.retrain.testkit.kfp;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A task of a graph.
 *
 * @param component what it runs
 * @param after the tasks it waits for, with every producer of an input
 * @param whenever whether it runs however those have ended
 */
record Task(
    String name,
    String component,
    Set<String> after,
    Map<String, Source> parameters,
    Map<String, Source> artifacts,
    Optional<Condition> condition,
    boolean whenever,
    boolean cached,
    int retries) {}
