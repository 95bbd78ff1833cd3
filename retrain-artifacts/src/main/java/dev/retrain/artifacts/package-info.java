/**
 * Brings files at any address to a local path: local files as they are, all others whole and
 * verified through a bounded cache. Knows no service; stores are found by {@link
 * dev.retrain.spi.artifact.ArtifactStores}.
 */
@NullMarked
package dev.retrain.artifacts;

import org.jspecify.annotations.NullMarked;
