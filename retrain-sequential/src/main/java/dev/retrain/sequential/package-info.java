/**
 * Statistics that stay valid however often one looks: tests on cumulative counts and sums that say
 * whether a canary is shown to be harmful, shown to be harmless, or neither yet.
 *
 * <p>Lives here: sequential tests (one rule each), the family that corrects several rules together,
 * and the planning of what a rollout's traffic can show. Must not live here: clocks, stores,
 * metrics sources, deployers, or any decision about traffic. Everything is immutable and depends on
 * nothing but its arguments.
 */
@NullMarked
package dev.retrain.sequential;

import org.jspecify.annotations.NullMarked;
