/**
 * What a policy would have done: the real phases, replayed on recorded metrics and data windows on
 * a simulated clock, with runs that cost time and money and train nothing.
 */
@NullMarked
package dev.retrain.runtime.backtest;

import org.jspecify.annotations.NullMarked;
