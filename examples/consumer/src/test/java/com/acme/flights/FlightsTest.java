package com.acme.flights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {

  @Test
  void plansEveryStepOnTheLocalBackend() {
    assertEquals(
        List.of("prepare", "train", "evaluate"),
        Flights.plan().steps().stream()
            .map(step -> step.step())
            .filter(step -> !step.equals("gate"))
            .toList());
  }
}
