package dev.retrain.examples.flights;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/**
 * How a model reads the departure of a flight.
 *
 * <p>The recorded data carry the origin's local time without a zone ({@code 2001-05-07T18:35}). A
 * live request carries the same time with an offset ({@code 2001-05-07T18:35:00-05:00}), as web
 * interfaces do. Development on the recorded data alone never meets the second form: the last three
 * readings are the faults that come of it, planted by {@link Planted}.
 */
enum DepartureClock {
  /** Reads both forms and keeps the local time. */
  @JsonProperty("local")
  LOCAL {
    @Override
    LocalDateTime read(String departure) {
      return LocalDateTime.from(WITH_OR_WITHOUT_OFFSET.parse(departure));
    }
  },

  /** Knows only the recorded form and throws on an offset. */
  @JsonProperty("recorded-form-only")
  RECORDED_FORM_ONLY {
    @Override
    LocalDateTime read(String departure) {
      return LocalDateTime.parse(departure);
    }
  },

  /**
   * Turns a departure with an offset into UTC, so that an evening flight seems to leave at night.
   */
  @JsonProperty("utc")
  UTC {
    @Override
    LocalDateTime read(String departure) {
      TemporalAccessor read =
          WITH_OR_WITHOUT_OFFSET.parseBest(departure, OffsetDateTime::from, LocalDateTime::from);
      return read instanceof OffsetDateTime at
          ? at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
          : LocalDateTime.from(read);
    }
  },

  /** Takes morning for evening and evening for morning, so that 18:35 becomes 06:35. */
  @JsonProperty("am-pm-mixed-up")
  AM_PM_MIXED_UP {
    @Override
    LocalDateTime read(String departure) {
      LocalDateTime read = LOCAL.read(departure);
      return read.withHour((read.getHour() + 12) % 24);
    }
  };

  private static final DateTimeFormatter WITH_OR_WITHOUT_OFFSET = DateTimeFormatter.ISO_DATE_TIME;

  /**
   * Returns the departure as the model takes it.
   *
   * @throws java.time.DateTimeException when the text is not of a form this reading knows
   */
  abstract LocalDateTime read(String departure);
}
