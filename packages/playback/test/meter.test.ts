import { describe, expect, it } from 'vitest';
import { Meter, type Reading } from '../src/meter.ts';

const reading: Reading = { latencyMs: 6400.4, bitrate: 2_500_000, droppedFrames: 3 };

describe('Meter', () => {
  it('says nothing about quality before anything was played', () => {
    expect(new Meter(0).take(60_000, reading)).toEqual({ watchedMs: 0, quality: null });
  });

  it('counts watching only while frames move', () => {
    const meter = new Meter(0);
    meter.asked(0);
    meter.moved('starved', 0);
    expect(meter.firstFrame(400)).toBe(400);
    meter.moved('moving', 400);
    meter.moved('still', 10_400);
    meter.moved('moving', 30_000);
    const { watchedMs, quality } = meter.take(35_000, reading);
    expect(watchedMs).toBe(15_000);
    expect(quality).toEqual({
      startupMs: 400,
      rebufferCount: 0,
      rebufferMs: 0,
      latencyMs: 6400,
      bitrate: 2_500_000,
      droppedFrames: 3,
      errors: [],
    });
  });

  it('tells startup once, and figures since the last report only', () => {
    const meter = new Meter(0);
    meter.asked(0);
    meter.firstFrame(400);
    meter.moved('moving', 400);
    meter.take(10_000, reading);
    const { watchedMs, quality } = meter.take(15_000, { ...reading, droppedFrames: 10 });
    expect(watchedMs).toBe(5000);
    expect(quality?.startupMs).toBeNull();
    expect(quality?.droppedFrames).toBe(7);
  });

  it('calls a picture that starved rebuffering, also across reports, but not startup or a pause', () => {
    const meter = new Meter(0);
    meter.asked(0);
    meter.moved('starved', 0);
    meter.firstFrame(500);
    meter.moved('moving', 500);
    meter.moved('starved', 5000);
    expect(meter.take(6000, reading).quality).toMatchObject({ rebufferCount: 1, rebufferMs: 1000 });
    meter.moved('moving', 8000);
    meter.moved('still', 9000);
    expect(meter.take(20_000, reading).quality).toMatchObject({ rebufferCount: 0, rebufferMs: 2000 });
  });

  it('keeps at most twenty errors', () => {
    const meter = new Meter(0);
    for (let index = 0; index < 50; index++) meter.failed('fragLoadError');
    expect(meter.take(1, reading).quality?.errors).toHaveLength(20);
  });
});
