/**
 * What the translators of several backends share: the frame of a plan, the texts and limits of a
 * definition, images, secrets, tags, trials and machine types. A backend may use it or write its
 * own; nothing else does. It makes no calls and knows no service.
 */
@NullMarked
package dev.retrain.translation;

import org.jspecify.annotations.NullMarked;
