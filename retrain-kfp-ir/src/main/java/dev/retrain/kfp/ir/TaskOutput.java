package dev.retrain.kfp.ir;

/**
 * An output of a task of the same graph.
 *
 * @param task the producer's name
 * @param key the name of the output in the producer's component
 */
public record TaskOutput(String task, String key) implements ParameterSource, ArtifactSource {}
