/**
 * Interprets the pipeline definitions of KFP (schema 2.1.0), as Kubeflow and Vertex AI run them, on
 * a {@link dev.retrain.testkit.loopback.LoopbackExecutor}: for fakes of both services. Knows what
 * retrain's translators write, and refuses everything else by name.
 *
 * <p>Sources: {@code pipeline_spec.proto} of kubeflow/pipelines (api/v2alpha1) and the behaviour of
 * its driver and launcher (backend/src/v2), both read 2026-11.
 */
@NullMarked
package dev.retrain.testkit.kfp;

import org.jspecify.annotations.NullMarked;
