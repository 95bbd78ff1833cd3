/**
 * The KFP v2 pipeline definition (PipelineSpec, schema 2.1.0) as immutable values, and how it is
 * written as JSON or YAML. Nothing here knows retrain's own pipeline model or a cloud's dialect,
 * and nothing is validated beyond what makes a value impossible to write: what the servers leave
 * unchecked is the business of {@code dev.retrain.kfp.check}.
 */
@NullMarked
package dev.retrain.kfp.ir;

import org.jspecify.annotations.NullMarked;
