/**
 * Turns a retrain pipeline into a KFP v2 definition. What all servers share stands here; where
 * Kubeflow and Vertex differ, a {@link dev.retrain.kfp.ServiceDialect} decides. Nothing here knows
 * an endpoint, a credential or a vendor's library, and nothing does input or output: the same
 * pipeline and dialect give the same definition, always.
 */
@NullMarked
package dev.retrain.kfp;

import org.jspecify.annotations.NullMarked;
