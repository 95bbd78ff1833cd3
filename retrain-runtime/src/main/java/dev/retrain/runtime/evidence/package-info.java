/**
 * Numbers on which decisions are based, in a form that can be recorded and evaluated again. No
 * decision is made here.
 */
@NullMarked
package dev.retrain.runtime.evidence;

import org.jspecify.annotations.NullMarked;
