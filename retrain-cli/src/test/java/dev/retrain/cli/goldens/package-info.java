/**
 * Reads what earlier revisions wrote: stores, decision logs and documents that lie in {@code
 * src/test/resources/goldens}, a folder per revision. They are never rewritten: where one is not
 * read any more, or not to the same result, the code is wrong.
 */
@NullMarked
package dev.retrain.cli.goldens;

import org.jspecify.annotations.NullMarked;
