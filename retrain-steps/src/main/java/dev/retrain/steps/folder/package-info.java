/**
 * Folders as durable stores: files that are whole or absent, locks between processes, content
 * hashes, and the folder registry. Knows nothing of pipelines or runs.
 */
@NullMarked
package dev.retrain.steps.folder;

import org.jspecify.annotations.NullMarked;
