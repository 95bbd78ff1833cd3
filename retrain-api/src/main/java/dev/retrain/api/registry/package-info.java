/**
 * Model versions, their aliases and tags, and {@link dev.retrain.api.registry.ApprovedModel}, the
 * only thing a rollout accepts.
 */
@NullMarked
package dev.retrain.api.registry;

import org.jspecify.annotations.NullMarked;
