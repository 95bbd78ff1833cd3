/**
 * Origin of a run: the commit of the code, read without git, and the version and hash of the data,
 * read without DVC. Nothing here starts a process or uses a network.
 */
@NullMarked
package dev.retrain.runtime.provenance;

import org.jspecify.annotations.NullMarked;
