/**
 * Reports for people as single HTML files: what drifted, and what a retraining decided. Everything
 * shown comes from records of other modules; nothing is computed, read or fetched here.
 *
 * <p>Must not live here: statistics, policies, files.
 */
@NullMarked
package dev.retrain.report;

import org.jspecify.annotations.NullMarked;
