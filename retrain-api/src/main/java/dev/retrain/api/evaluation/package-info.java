/**
 * Judging a challenger against the champion on the same rows: row-level scores, evaluators and
 * verdicts.
 */
@NullMarked
package dev.retrain.api.evaluation;

import org.jspecify.annotations.NullMarked;
