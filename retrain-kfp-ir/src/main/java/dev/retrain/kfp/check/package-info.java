/**
 * What neither server checks when a definition is uploaded and only a driver pod would find out:
 * references, types, names, markers that would not be replaced, conditions that would not evaluate.
 * Reads definitions and reports; changes nothing and knows nothing of retrain's own pipeline model.
 */
@NullMarked
package dev.retrain.kfp.check;

import org.jspecify.annotations.NullMarked;
