/**
 * How a promoted model reaches users: targets, strategies, rollback rules as data, and the deployer
 * that sets traffic and reads health. Nothing here decides.
 */
@NullMarked
package dev.retrain.api.rollout;

import org.jspecify.annotations.NullMarked;
