package dev.retrain.kfp;

import dev.retrain.spi.backend.Capabilities;
import java.util.Optional;

/**
 * What is fixed about a service and its settings.
 *
 * @param name the backend's name
 * @param capabilities what it declares
 * @param place what a definition contains about where it runs
 * @param texts which texts the service would change
 * @param maxBytes of a definition
 * @param identity that a run works under when the pipeline names none
 * @param machines maps resources to those of a container
 */
public record KfpServiceProfile(
    String name,
    Capabilities capabilities,
    RunLocation place,
    MarkerRules texts,
    int maxBytes,
    Optional<String> identity,
    ContainerResourceMapping machines) {}
