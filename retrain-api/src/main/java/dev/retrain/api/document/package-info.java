/**
 * Definitions as text: a tree of values that remember where they stood in JSON or YAML, and shapes
 * that read, write and describe a type from one declaration. No domain type lives here, and no type
 * of the parser behind it is visible.
 */
@NullMarked
package dev.retrain.api.document;

import org.jspecify.annotations.NullMarked;
