/**
 * The arguments of the searches: GEOSEARCH and GEOSEARCHSTORE, GEORADIUS, GEORADIUSBYMEMBER and the two that only read.
 * They are read here, not by the grammar, because the index itself is looked at first, and members of it are looked up
 * between the options.
 */
import type { ArgIndex } from '../../../protocol/command/arguments.ts';
import { parseDouble, parseInteger } from '../../../protocol/command/numbers.ts';
import { ERROR, errorText, invalidPosition } from '../../../protocol/resp/errors.ts';
import type { Call } from '../../dispatch/context.ts';
import { NO_REF, type Ref } from '../../memory/types.ts';
import { scoreOf } from '../sorted-set/member-arguments.ts';
import { decode, isOnMap } from './grid.ts';
import type { Shape } from './search-area.ts';
import { unitOf } from './units.ts';

/** Which options a command has. */
export const TAKES_SHAPE = 1;
export const TAKES_STORE_KEY = 2;
export const TAKES_STORE_DISTANCE = 4;

export const UNSORTED = 0;
export const NEAREST_FIRST = 1;
export const FARTHEST_FIRST = -1;

export class SearchRequest {
  readonly shape: Shape = { longitude: 0, latitude: 0, isBox: false, radius: 0, width: 0, height: 0 };
  /** Metres of the unit that distances are given in. */
  unit = 1;
  withDistance = false;
  withHash = false;
  withPosition = false;
  /** Results wanted; 0: all. */
  count = 0;
  /** Any `count` results will do. */
  any = false;
  order: number = UNSORTED;
  /** Where results are stored instead of replied. */
  storeKey: ArgIndex | undefined;
  storesDistances = false;
  #hasFrom = false;
  #hasBy = false;
  #fromMember = false;
  #call!: Call;
  #index: Ref = NO_REF;
  #error = '';

  /** Forgets the request before. @param index record of the positions, or NO_REF */
  begin(call: Call, index: Ref): void {
    this.#call = call;
    this.#index = index;
    this.#error = '';
    this.unit = 1;
    this.withDistance = false;
    this.withHash = false;
    this.withPosition = false;
    this.count = 0;
    this.any = false;
    this.order = UNSORTED;
    this.storeKey = undefined;
    this.storesDistances = false;
    this.#hasFrom = false;
    this.#hasBy = false;
    this.#fromMember = false;
    this.shape.isBox = false;
  }

  /** What is wrong with the arguments read so far; empty when nothing is. */
  get error(): string {
    return this.#error;
  }

  /** Reads longitude and latitude. @returns whether all is well, as the methods below */
  readPosition(at: number): boolean {
    const longitude = this.#double(at);
    const latitude = this.#double(at + 1);
    if (Number.isNaN(longitude) || Number.isNaN(latitude)) return this.#fail(ERROR.notAFloat);
    if (!isOnMap(longitude, latitude)) return this.#failWith(invalidPosition(longitude, latitude));
    this.shape.longitude = longitude;
    this.shape.latitude = latitude;
    this.#hasFrom = true;
    return true;
  }

  /** Takes the position of a member. Without an index nothing is looked up. */
  readMember(at: number): boolean {
    this.#hasFrom = true;
    this.#fromMember = true;
    if (this.#index === NO_REF) return true;
    const score = scoreOf(this.#call, this.#index, at);
    if (Number.isNaN(score)) return this.#fail(ERROR.geoMember);
    const { longitude, latitude } = decode(score);
    this.shape.longitude = longitude;
    this.shape.latitude = latitude;
    return true;
  }

  /** Reads a radius and its unit. */
  readRadius(at: number): boolean {
    const radius = this.#double(at);
    if (Number.isNaN(radius)) return this.#fail(ERROR.geoRadiusNumber);
    if (radius < 0) return this.#fail(ERROR.geoRadiusNegative);
    if (!this.#readUnit(at + 1)) return false;
    this.shape.radius = radius * this.unit;
    this.#hasBy = true;
    return true;
  }

  #readBox(at: number): boolean {
    const width = this.#double(at);
    if (Number.isNaN(width)) return this.#fail(ERROR.geoWidthNumber);
    const height = this.#double(at + 1);
    if (Number.isNaN(height)) return this.#fail(ERROR.geoHeightNumber);
    if (width < 0 || height < 0) return this.#fail(ERROR.geoBoxNegative);
    if (!this.#readUnit(at + 2)) return false;
    this.shape.width = width * this.unit;
    this.shape.height = height * this.unit;
    this.shape.isBox = true;
    this.#hasBy = true;
    return true;
  }

  /** Reads the options from an argument on. @param takes which options there are */
  readOptions(from: number, takes: number): boolean {
    const { argc } = this.#call.args;
    for (let at = from; at < argc; ) {
      const next = this.#readOption(at, argc - at - 1, takes);
      if (next < 0) return this.#error === '' ? this.#fail(ERROR.syntax) : false;
      at += next;
    }
    return true;
  }

  /** Checks what options ask of each other. @param command as errors name it, @param store what stores, as they name it */
  check(command: string, store: string, takes: number): boolean {
    const stores = this.storeKey !== undefined;
    if (stores && (this.withDistance || this.withHash || this.withPosition)) {
      return this.#failWith(errorText(ERROR.geoStore, store));
    }
    if ((takes & TAKES_SHAPE) !== 0 && !this.#hasFrom) return this.#failWith(errorText(ERROR.geoFrom, command));
    if ((takes & TAKES_SHAPE) !== 0 && !this.#hasBy) return this.#failWith(errorText(ERROR.geoBy, command));
    if (this.any && this.count === 0) return this.#fail(ERROR.geoAny);
    if (this.count !== 0 && this.order === UNSORTED && !this.any) this.order = NEAREST_FIRST;
    return true;
  }

  /** @returns how many arguments the option takes, below 0 when it is none or wrong */
  #readOption(at: number, left: number, takes: number): number {
    const word = this.#call.text(at).toUpperCase();
    if (word === 'WITHDIST') this.withDistance = true;
    else if (word === 'WITHHASH') this.withHash = true;
    else if (word === 'WITHCOORD') this.withPosition = true;
    else if (word === 'ANY') this.any = true;
    else if (word === 'ASC') this.order = NEAREST_FIRST;
    else if (word === 'DESC') this.order = FARTHEST_FIRST;
    else if (word === 'STOREDIST' && (takes & TAKES_STORE_DISTANCE) !== 0) this.storesDistances = true;
    else if (word === 'COUNT' && left >= 1) return this.#readCount(at + 1) ? 2 : -1;
    else if ((takes & TAKES_STORE_KEY) !== 0 && left >= 1 && (word === 'STORE' || word === 'STOREDIST')) {
      this.storeKey = (at + 1) as ArgIndex;
      this.storesDistances = word === 'STOREDIST';
      return 2;
    } else if ((takes & TAKES_SHAPE) !== 0) return this.#readShape(word, at, left);
    else return -1;
    return 1;
  }

  #readShape(word: string, at: number, left: number): number {
    const hasPosition = this.#hasFrom && !this.#fromMember;
    const hasRadius = this.#hasBy && !this.shape.isBox;
    if (word === 'FROMMEMBER' && left >= 1 && !hasPosition) return this.readMember(at + 1) ? 2 : -1;
    if (word === 'FROMLONLAT' && left >= 2 && !this.#fromMember) return this.readPosition(at + 1) ? 3 : -1;
    if (word === 'BYRADIUS' && left >= 2 && !this.shape.isBox) return this.readRadius(at + 1) ? 3 : -1;
    if (word === 'BYBOX' && left >= 3 && !hasRadius) return this.#readBox(at + 1) ? 4 : -1;
    return -1;
  }

  #readCount(at: number): boolean {
    const { buf, argStart, argLen } = this.#call.args;
    const count = parseInteger(buf, argStart[at]!, argLen[at]!);
    if (Number.isNaN(count)) return this.#fail(ERROR.notAnInteger);
    if (count <= 0) return this.#fail(ERROR.countPositive);
    this.count = count;
    return true;
  }

  #readUnit(at: number): boolean {
    const unit = unitOf(this.#call, at);
    if (unit === undefined) return this.#fail(ERROR.geoUnit);
    this.unit = unit;
    return true;
  }

  #double(at: number): number {
    const { buf, argStart, argLen } = this.#call.args;
    return parseDouble(buf, argStart[at]!, argLen[at]!);
  }

  #fail(code: number): false {
    return this.#failWith(errorText(code));
  }

  #failWith(text: string): false {
    this.#error = text;
    return false;
  }
}
