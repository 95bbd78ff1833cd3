/**
 * Reads and writes files at addresses: a folder of this machine, S3, Google Cloud Storage, Azure
 * Blob Storage. {@link dev.retrain.spi.artifact.ArtifactStores} finds the store of an address
 * through {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.retrain.spi.artifact;

import org.jspecify.annotations.NullMarked;
