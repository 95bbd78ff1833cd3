/**
 * How a promoted model reaches users: targets, strategies and rollback rules, all of them data. The
 * rollout engine in retrain-runtime decides.
 */
@NullMarked
package dev.retrain.api.rollout;

import org.jspecify.annotations.NullMarked;
