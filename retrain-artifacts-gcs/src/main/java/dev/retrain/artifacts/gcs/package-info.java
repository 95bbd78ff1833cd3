/** Files in Google Cloud Storage, by its JSON API. */
@NullMarked
package dev.retrain.artifacts.gcs;

import org.jspecify.annotations.NullMarked;
