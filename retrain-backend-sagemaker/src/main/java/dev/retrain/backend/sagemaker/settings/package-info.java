/** The settings of the backend, as documents hold them. Checked, and free of vendor types. */
@NullMarked
package dev.retrain.backend.sagemaker.settings;

import org.jspecify.annotations.NullMarked;
