/** Files in Azure Blob Storage, by its REST API over azure-core. */
@NullMarked
package dev.retrain.artifacts.azure;

import org.jspecify.annotations.NullMarked;
