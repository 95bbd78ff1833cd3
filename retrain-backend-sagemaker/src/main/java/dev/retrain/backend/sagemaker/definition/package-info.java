/**
 * Translates a pipeline into the definition that the service runs, checks it against the limits of
 * the service and plans it. {@link dev.retrain.backend.sagemaker.definition.SageMakerTranslator} is
 * the only entry. Nothing here does input or output: the same pipeline and settings give the same
 * bytes.
 */
@NullMarked
package dev.retrain.backend.sagemaker.definition;

import org.jspecify.annotations.NullMarked;
