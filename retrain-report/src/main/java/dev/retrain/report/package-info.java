/**
 * Reports as single HTML files: drift, and the decisions of a retraining. All content comes from
 * records of other modules; this package computes, reads and fetches nothing.
 *
 * <p>Must not live here: statistics, policies, files.
 */
@NullMarked
package dev.retrain.report;

import org.jspecify.annotations.NullMarked;
