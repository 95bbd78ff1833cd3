package dev.retrain.backend.local.endpoint;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of predictions: the caller's, or the time of the start and a number. */
final class RequestIds {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:@/+=-]{1,200}");
  private static final int RADIX = 36;

  private final String prefix;
  private final AtomicLong next = new AtomicLong();

  RequestIds(Clock clock) {
    this.prefix = Long.toString(clock.millis(), RADIX) + "-";
  }

  String of(@Nullable String given) throws BadRequest {
    return given == null
        ? prefix + Long.toString(next.incrementAndGet(), RADIX)
        : checked("prediction id", given);
  }

  static String checked(String what, String text) throws BadRequest {
    if (!FORM.matcher(text).matches()) {
      throw new BadRequest("a " + what + " has 1 to 200 letters, digits and _ . : @ / + = -");
    }
    return text;
  }
}
