/**
 * From serving to labels: what was predicted and what really happened, joined durably, and the
 * metrics that follow. Called from serving threads: nothing here blocks or fails them.
 */
@NullMarked
package dev.retrain.runtime.feedback;

import org.jspecify.annotations.NullMarked;
