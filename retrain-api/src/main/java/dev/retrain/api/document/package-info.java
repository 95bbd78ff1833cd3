/**
 * Definitions as text: a tree of values that keep their position in JSON or YAML, and shapes that
 * read, write and describe a type from one declaration. Contains no domain type and exposes no type
 * of the parser.
 */
@NullMarked
package dev.retrain.api.document;

import org.jspecify.annotations.NullMarked;
