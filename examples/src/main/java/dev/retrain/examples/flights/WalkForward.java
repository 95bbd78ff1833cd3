package dev.retrain.examples.flights;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Prints what retraining is worth on this data, without a loop or a gate: log loss and AUC per week
 * of the model frozen in January beside models retrained every week, every four weeks, and warm
 * started every week.
 *
 * <p>A retrained model keeps off the newest week, which a gate would judge it on: in week w it has
 * seen all weeks before week w - 1. It computes the numbers of examples/data/README.md.
 */
public final class WalkForward {

  private static final int FIRST = 5;
  private static final int JULY = 26;
  private static final int LAST_WEEKS = 4;

  private final FlightsData data;
  private final Training training = new Training(Outcome.LATE, Hyperparameters.DEFAULTS);

  private WalkForward(FlightsData data) {
    this.data = data;
  }

  /** Prints the table as Markdown; takes no arguments and about a minute. */
  public static void main(String[] args) {
    new WalkForward(FlightsData.sample()).print();
  }

  private void print() {
    FlightsModel january = training.anew(data.between(0, 4));
    List<Course> courses =
        List.of(
            new Course("frozen January", january, week -> false, (model, seen) -> model),
            new Course("every week", january, week -> true, this::anew),
            new Course("every 4 weeks", january, WalkForward::fourth, this::anew),
            new Course("warm, every 4 weeks", january, WalkForward::fourth, training::warmStarted));
    System.out.println(
        courses.stream()
            .map(course -> course.name + " LL | AUC")
            .collect(Collectors.joining(" | ", "| week | late | ", " |")));
    System.out.println("|---|---|" + "---|---|".repeat(courses.size()));
    for (int week = FIRST; week < JULY; week++) {
      System.out.println(row(week, courses));
    }
    courses.forEach(course -> System.out.println(course.summary()));
  }

  private FlightsModel anew(FlightsModel model, List<Flight> seen) {
    return training.anew(seen);
  }

  private static boolean fourth(int week) {
    return (week - FIRST) % 4 == 3;
  }

  private String row(int week, List<Course> courses) {
    FlightWeek now = data.weeks().get(week);
    double late =
        now.flights().stream().filter(Flight::late).count() / (double) now.flights().size();
    return courses.stream()
        .map(course -> step(course, week, now))
        .collect(
            Collectors.joining(
                " | ", String.format(Locale.ROOT, "| %s | %.3f | ", now.label(), late), " |"));
  }

  private String step(Course course, int week, FlightWeek now) {
    if (course.due.test(week)) {
      course.model = course.retraining.apply(course.model, data.between(0, week - 1));
      course.retrainings++;
    }
    Scored scored = Scored.by(course.model, now.flights(), flight -> flight.late() ? 1 : 0);
    double loss = Quality.logLoss(scored);
    course.all += loss / (JULY - FIRST);
    course.last += week >= JULY - LAST_WEEKS ? loss / LAST_WEEKS : 0;
    return String.format(Locale.ROOT, "%.4f | %.4f", loss, Quality.auc(scored));
  }

  private static final class Course {
    private final String name;
    private final IntPredicate due;
    private final BiFunction<FlightsModel, List<Flight>, FlightsModel> retraining;
    private FlightsModel model;
    private int retrainings;
    private double all;
    private double last;

    Course(
        String name,
        FlightsModel model,
        IntPredicate due,
        BiFunction<FlightsModel, List<Flight>, FlightsModel> retraining) {
      this.name = name;
      this.model = model;
      this.due = due;
      this.retraining = retraining;
    }

    String summary() {
      return String.format(
          Locale.ROOT,
          "%s: %d retrainings, mean log loss %.4f, in the last %d weeks %.4f",
          name,
          retrainings,
          all,
          LAST_WEEKS,
          last);
    }
  }
}
