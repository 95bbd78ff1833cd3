/**
 * Runs pipelines on Amazon SageMaker Pipelines. What lives here now turns a pipeline into the
 * service's definition, purely: settings, names, one visitor for steps and one for arguments,
 * limits, plan. Calls to the service belong here too, in types of their own that use what {@code
 * SageMakerTranslator} makes; no translator may need them.
 */
@NullMarked
package dev.retrain.backend.sagemaker;

import org.jspecify.annotations.NullMarked;
