package dev.retrain.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * What came back of one try.
 *
 * @param headers by name in lower case
 */
record RawAnswer(int status, Map<String, String> headers, String body) {

  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  boolean isRedirect() {
    return status >= 300 && status < 400 && status != 304;
  }

  /**
   * Returns whether the same call may succeed later (RFC 9110, section 15; RFC 6585, section 4).
   */
  boolean mayPass() {
    return status == 408
        || status == 425
        || status == 429
        || (status >= 500 && status != 501 && status != 505);
  }

  /**
   * Returns the pause that the service requested, as seconds or as a date (RFC 9110, section
   * 10.2.3); from zero to a day, nothing for another form.
   */
  Optional<Duration> retryAfter(Clock clock) {
    return Optional.ofNullable(headers.get("retry-after"))
        .map(String::strip)
        .flatMap(text -> text.matches("[0-9]+") ? seconds(text) : date(text, clock))
        .map(pause -> pause.isNegative() ? Duration.ZERO : pause)
        .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  private static Optional<Duration> seconds(String digits) {
    return Optional.of(
        digits.length() > 9 ? LONGEST_PAUSE : Duration.ofSeconds(Long.parseLong(digits)));
  }

  private static Optional<Duration> date(String text, Clock clock) {
    try {
      ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(clock.instant(), at.toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
